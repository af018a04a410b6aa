"""What is deployed, read from the merged template itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.entry._edge import SECRET
from infra import environment
from infra.package import ROOT, config_for

Template = dict[str, Any]
FUNCTIONS = {
    "APIHandler",
    "WebsocketConnect",
    "WebsocketMessage",
    "WebsocketDisconnect",
    "Inbound",
    "Changes",
    "Automation",
    "Deliveries",
    "Events",
    "Index",
    "Jobs",
    "Mail",
    "Outbound",
    "Media",
    "Timers",
    "Sweep",
}
QUEUES = (
    *("Inbound", "Outbound", "Automation", "Media", "Timers", "Jobs", "Events", "Deliveries"),
    "Mail",
)
LONGEST_STAGE = 16  # the template's pattern of Stage


def of_type(template: Template, kind: str) -> dict[str, Template]:
    found = template["Resources"].items()
    return {name: entry for name, entry in found if entry.get("Type") == kind}


def attribute(value: Any) -> str:
    """The resource that a `Fn::GetAtt` or `Ref` names."""
    return str(value["Fn::GetAtt"][0] if "Fn::GetAtt" in value else value["Ref"])


def aws(value: Any) -> Any:
    """What an `If` on the condition `Aws` gives on AWS."""
    return value["Fn::If"][1] if isinstance(value, dict) and "Fn::If" in value else value


def test_cfn_lint_has_nothing_to_say(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "template.json"
    path.write_text(json.dumps(template))
    code = "from cfnlint.runner import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_every_function_is_packaged(functions: Template) -> None:
    assert set(functions) == FUNCTIONS


def test_every_override_hits_what_chalice_made(template: Template, functions: Template) -> None:
    """An override of a name that Chalice does not make would stand there without a type."""
    untyped = {name for name, entry in template["Resources"].items() if "Type" not in entry}
    events = {
        f"{name}.{event}"
        for name, properties in functions.items()
        for event, entry in properties.get("Events", {}).items()
        if "Type" not in entry
    }
    assert untyped | events == set()
    assert all("CodeUri" in properties for properties in functions.values())


def test_function_names_fit_lambda_at_the_longest_stage(functions: Template) -> None:
    for properties in functions.values():
        name = properties["FunctionName"]["Fn::Sub"]
        longest = name.replace("${AWS::StackName}", "tertulia-" + "s" * LONGEST_STAGE)
        assert len(longest) <= 64


def test_functions_run_on_arm_are_traced_and_stay_under_the_gateway(functions: Template) -> None:
    for properties in functions.values():
        assert properties["Architectures"] == ["arm64"]
        assert properties["Tracing"] == "Active"
    assert functions["APIHandler"]["Timeout"] < 29


def test_every_log_is_kept_for_a_month_and_belongs_to_a_function(
    template: Template, functions: Template
) -> None:
    groups = of_type(template, "AWS::Logs::LogGroup").values()
    named = {group["Properties"]["LogGroupName"]["Fn::Sub"] for group in groups}
    assert named == {f"/aws/lambda/${{{name}}}" for name in functions}
    assert {group["Properties"]["RetentionInDays"] for group in groups} == {30}


def test_a_function_is_given_only_names_that_the_settings_read(
    functions: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[str] = set()

    class Recorder(dict[str, str]):
        def get(self, name: str, default: Any = None) -> Any:
            read.add(name)
            return default

    from chalicelib import settings

    monkeypatch.setattr(os, "environ", Recorder(os.environ))
    settings.settings.__wrapped__()
    for name, properties in functions.items():
        given = set(properties["Environment"]["Variables"])
        assert given <= read, name


def test_the_environment_for_tools_names_outputs_that_exist(template: Template) -> None:
    assert set(environment.FROM_OUTPUT.values()) <= set(template["Outputs"])


def test_every_queue_has_dead_letters_of_its_kind_for_two_weeks(template: Template) -> None:
    queues = of_type(template, "AWS::SQS::Queue")
    work = {name: entry for name, entry in queues.items() if not name.endswith("DeadLetters")}
    assert set(work) == {f"{name}Queue" for name in QUEUES}
    for entry in work.values():
        properties = entry["Properties"]
        dead = queues[attribute(properties["RedrivePolicy"]["deadLetterTargetArn"])]["Properties"]
        assert dead.get("FifoQueue") == properties.get("FifoQueue")
        assert dead["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert all(entry["Properties"]["SqsManagedSseEnabled"] for entry in queues.values())


def test_every_dead_letter_queue_and_function_has_an_alarm(
    template: Template, functions: Template
) -> None:
    watched = {
        attribute(dimension["Value"])
        for alarm in of_type(template, "AWS::CloudWatch::Alarm").values()
        for dimension in alarm["Properties"]["Dimensions"]
    }
    queues = of_type(template, "AWS::SQS::Queue")
    dead = {name for name in queues if name.endswith("DeadLetters")}
    assert dead | set(functions) <= watched


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_hides_a_message_longer_than_its_function_may_run(
    template: Template, functions: Template, name: str
) -> None:
    """Six times, AWS asks for: docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"""
    queue = template["Resources"][f"{name}Queue"]["Properties"]
    on_aws, locally = queue["VisibilityTimeout"]["Fn::If"][1:]
    assert on_aws >= 6 * functions[name]["Timeout"]
    assert locally >= functions[name]["Timeout"]


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_s_function_fails_records_one_by_one(functions: Template, name: str) -> None:
    (source,) = functions[name]["Events"].values()
    assert source["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["Properties"]["Queue"] == {"Fn::Sub": f"${{{name}Queue.Arn}}"}


def test_the_stream_announces_what_is_marked_and_parks_what_fails(functions: Template) -> None:
    source = functions["Changes"]["Events"]["ChangesDynamodbEventSource"]["Properties"]
    assert source["Stream"] == {"Fn::GetAtt": ["MainTable", "StreamArn"]}
    (pattern,) = source["FilterCriteria"]["Filters"]
    marks = json.loads(pattern["Pattern"])["dynamodb"]["NewImage"]["announce"]["S"]
    assert marks == ["message", "conversation", "contact", "notice"]
    assert source["BisectBatchOnFunctionError"] is True
    assert source["MaximumRetryAttempts"] > 0
    destination = source["DestinationConfig"]["OnFailure"]["Destination"]
    assert attribute(destination) == "ChangesDeadLetters"


def test_the_search_index_reads_the_stream_by_itself(functions: Template) -> None:
    source = functions["Index"]["Events"]["IndexDynamodbEventSource"]["Properties"]
    assert source["Stream"] == {"Fn::GetAtt": ["MainTable", "StreamArn"]}
    (pattern,) = source["FilterCriteria"]["Filters"]
    marks = json.loads(pattern["Pattern"])["dynamodb"]["NewImage"]["announce"]["S"]
    assert marks == ["message", "contact"]
    assert aws(source["MaximumBatchingWindowInSeconds"]) > 0
    destination = source["DestinationConfig"]["OnFailure"]["Destination"]
    assert attribute(destination) == "IndexDeadLetters"


def test_tables_are_encrypted_recoverable_and_forget_what_expired(template: Template) -> None:
    tables = of_type(template, "AWS::DynamoDB::Table")
    assert set(tables) == {"MainTable", "ConnectionsTable"}
    for entry in tables.values():
        properties = entry["Properties"]
        assert properties["SSESpecification"]["SSEEnabled"] is True
        recovery = properties["PointInTimeRecoverySpecification"]
        assert recovery["PointInTimeRecoveryEnabled"] is True
        assert properties["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}
        assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert tables["MainTable"]["Properties"]["StreamSpecification"] == {
        "StreamViewType": "NEW_IMAGE"
    }
    assert "StreamSpecification" not in tables["ConnectionsTable"]["Properties"]


def test_people_s_data_outlives_the_stack(template: Template) -> None:
    for name in ("MainTable", "MediaBucket", "UserPool", "Key"):
        assert template["Resources"][name]["DeletionPolicy"] == "Retain", name
        assert template["Resources"][name]["UpdateReplacePolicy"] == "Retain", name


def test_buckets_are_private_and_encrypted(template: Template) -> None:
    for entry in of_type(template, "AWS::S3::Bucket").values():
        properties = entry["Properties"]
        assert all(properties["PublicAccessBlockConfiguration"].values())
        assert "BucketEncryption" in properties
    media = template["Resources"]["MediaBucket"]["Properties"]
    assert media["LifecycleConfiguration"]["Rules"]
    assert media["CorsConfiguration"]["CorsRules"][0]["AllowedMethods"] == ["GET", "HEAD", "POST"]


def test_nobody_can_write_whose_data_he_sees(template: Template) -> None:
    client = template["Resources"]["UserPoolClient"]["Properties"]
    assert not [name for name in client["WriteAttributes"] if name.startswith("custom:")]
    pool = template["Resources"]["UserPool"]["Properties"]
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True


def test_one_origin_serves_console_widget_and_an_api_that_is_never_kept(template: Template) -> None:
    site = template["Resources"]["Site"]["Properties"]["DistributionConfig"]
    paths = {entry["PathPattern"]: entry for entry in site["CacheBehaviors"]}
    assert set(paths) == {"/api/*", "/w/*"}
    assert paths["/api/*"]["TargetOriginId"] == "api"
    cache = template["Resources"]["ApiCache"]["Properties"]["CachePolicyConfig"]
    assert (cache["MinTTL"], cache["DefaultTTL"]) == (0, 0)
    named = cache["ParametersInCacheKeyAndForwardedToOrigin"]["HeadersConfig"]["Headers"]
    assert {"Authorization", "CloudFront-Viewer-Country", "CloudFront-Viewer-City"} <= set(named)
    assert template["Resources"]["RestAPI"]["Properties"]["StageName"] == "api"


def test_no_letter_goes_to_who_is_not_there_or_called_one_spam(template: Template) -> None:
    """SES's sending is one reputation, of all channels: an older account would go on sending."""
    told = template["Resources"]["MailOutcomes"]["Properties"]["SuppressionOptions"]
    assert set(told["SuppressedReasons"]) == {"BOUNCE", "COMPLAINT"}
    outcomes = template["Resources"]["MailOutcomesTold"]["Properties"]["EventDestination"]
    assert {"bounce", "complaint"} <= set(outcomes["MatchingEventTypes"])  # so agents see it


def test_the_edge_shows_the_api_a_secret_that_nobody_reads_back(template: Template) -> None:
    assert template["Parameters"]["EdgeSecret"]["NoEcho"] is True
    site = template["Resources"]["Site"]["Properties"]["DistributionConfig"]
    (api,) = [origin for origin in site["Origins"] if origin["Id"] == "api"]
    shown = {"HeaderName": SECRET, "HeaderValue": {"Ref": "EdgeSecret"}}
    assert api["OriginCustomHeaders"] == [shown]
    function = template["Resources"]["APIHandler"]["Properties"]
    assert function["Environment"]["Variables"]["EDGE_SECRET"] == {"Ref": "EdgeSecret"}
    assert "EdgeSecret" not in json.dumps(template["Outputs"])


def test_the_edge_keeps_strangers_scripts_and_frames_out_of_the_console(template: Template) -> None:
    headers = template["Resources"]["ConsoleHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    csp = json.dumps(headers["SecurityHeadersConfig"]["ContentSecurityPolicy"])
    assert "script-src 'self'" in csp
    assert "frame-ancestors 'none'" in csp
    assert "unsafe-eval" not in csp


def statements() -> Iterator[tuple[str, Template]]:
    for path in sorted((ROOT / ".chalice").glob("policy-*.json")):
        for statement in json.loads(path.read_text())["Statement"]:
            yield path.stem, statement


#: X-Ray's two calls know no resources: docs.aws.amazon.com/service-authorization/latest/reference
ANYWHERE = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}


@pytest.mark.parametrize(("policy", "statement"), list(statements()))
def test_a_policy_names_its_actions_and_its_resources(policy: str, statement: Template) -> None:
    assert statement["Effect"] == "Allow"
    assert all("*" not in action for action in statement["Action"])
    for resource in statement["Resource"]:
        if resource == "*":
            assert set(statement["Action"]) <= ANYWHERE
        else:
            text = resource.get("Fn::Sub", "")
            assert "*" not in text.rstrip("*"), "a wildcard in the middle of a name"
            assert not text or text.count(":") >= 5 or text.startswith("${")


def test_every_function_has_a_role_and_a_policy_of_its_own(functions: Template) -> None:
    roles = [attribute(properties["Role"]) for properties in functions.values()]
    assert len(set(roles)) == len(functions)
    config = config_for("prod")
    files = [
        entry["iam_policy_file"] for entry in config["stages"]["prod"]["lambda_functions"].values()
    ]
    assert len(set(files)) == len(functions)
    assert all((ROOT / ".chalice" / name).is_file() for name in files)


def test_only_the_functions_that_set_timers_may_pass_a_role() -> None:
    passing = {policy for policy, entry in statements() if "iam:PassRole" in entry["Action"]}
    setting = {"policy-api", "policy-automation", "policy-deliveries", "policy-timers"}
    assert passing == setting
