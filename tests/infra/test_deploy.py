"""Publishing, applying and watching, each on a stand-in for what it talks to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra import deploy, site, stack
from infra.package import Package
from infra.template import merge, overrides

REGION = "eu-west-1"


class CloudFormation:
    """Answers as CloudFormation does; `ends` are the states that a change set brings about."""

    class exceptions:  # noqa: N801 - boto's own name
        ClientError = ClientError

    def __init__(self, *ends: str, change_set: str = "CREATE_COMPLETE", reason: str = "") -> None:
        self.status = ""
        self.ends = list(ends)
        self.change_set = change_set
        self.reason = reason
        self.rounds: list[dict[str, str]] = []
        self.kinds: list[str] = []

    def describe_stacks(self, **_: str) -> Any:
        if not self.status:
            answer = {"Error": {"Code": "ValidationError", "Message": "Stack does not exist"}}
            raise ClientError(answer, "DescribeStacks")  # type: ignore[arg-type]
        outputs = {"SiteUrl": "https://d1.cloudfront.net", "SiteBucketName": "site"}
        entries = [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()]
        names = sorted({name for each in self.rounds for name in each})
        given = [{"ParameterKey": name, "ParameterValue": "****"} for name in names]
        stack = {"StackStatus": self.status, "Outputs": entries, "Parameters": given}
        return {"Stacks": [stack]}

    def create_change_set(self, **given: Any) -> None:
        self.kinds.append(given["ChangeSetType"])
        self.rounds.append(
            {
                entry["ParameterKey"]: "as before"
                if entry.get("UsePreviousValue")
                else entry["ParameterValue"]
                for entry in given["Parameters"]
            }
        )

    def describe_change_set(self, **_: str) -> Any:
        return {"Status": self.change_set, "StatusReason": self.reason, "Changes": [{}]}

    def execute_change_set(self, **_: str) -> None:
        self.status = self.ends.pop(0)

    def delete_change_set(self, **_: str) -> None:
        pass

    def describe_stack_events(self, **_: str) -> Any:
        event = {
            "LogicalResourceId": "MainTable",
            "ResourceStatus": "CREATE_FAILED",
            "ResourceStatusReason": "no such luck",
        }
        return {"StackEvents": [event]}


def opened(cloudformation: CloudFormation, s3: Any = None) -> stack.Stack:
    return stack.Stack("tertulia-x", cloudformation, s3, "artifacts", print)  # type: ignore[arg-type]


def applied(cloudformation: CloudFormation) -> bool:
    return stack.apply(opened(cloudformation), template_url="https://t", parameters={})


def test_a_stack_is_created_then_updated() -> None:
    cloudformation = CloudFormation("CREATE_COMPLETE", "UPDATE_COMPLETE")
    assert applied(cloudformation)
    assert applied(cloudformation)
    assert cloudformation.kinds == ["CREATE", "UPDATE"]


def test_nothing_to_change_is_no_failure() -> None:
    words = "The submitted information didn't contain changes."
    assert not applied(CloudFormation(change_set="FAILED", reason=words))


def test_a_refused_template_is_told_in_cloudformation_s_words() -> None:
    with pytest.raises(stack.DeploymentFailed, match="Template format error"):
        applied(CloudFormation(change_set="FAILED", reason="Template format error"))


def test_a_rollback_tells_which_resource_failed_and_why() -> None:
    with pytest.raises(stack.DeploymentFailed, match="MainTable: no such luck"):
        applied(CloudFormation("ROLLBACK_COMPLETE"))


@pytest.fixture
def s3() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("s3", region_name=REGION)
        stack.ensure_artifacts(client, "artifacts", REGION)
        yield client


def test_artifacts_are_private_and_made_once(s3: Any) -> None:
    stack.ensure_artifacts(s3, "artifacts", REGION)
    blocked = s3.get_public_access_block(Bucket="artifacts")["PublicAccessBlockConfiguration"]
    assert all(blocked.values())


def test_code_is_uploaded_under_its_content_s_name(s3: Any, tmp_path: Path) -> None:
    (tmp_path / "deployment.zip").write_bytes(b"zip")
    function = {"Properties": {"CodeUri": "./deployment.zip"}}
    package = Package({"Resources": {"A": function, "B": function}}, tmp_path)
    first = stack.upload(opened(CloudFormation(), s3), package)
    assert stack.upload(opened(CloudFormation(), s3), package) == first
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket="artifacts")["Contents"]]
    assert sorted(key.rsplit(".")[-1] for key in keys) == ["json", "zip"]
    assert package.template["Resources"]["A"]["Properties"]["CodeUri"] == "./deployment.zip"


def test_a_first_deployment_tells_the_functions_their_address_and_a_second_knows_it(
    monkeypatch: pytest.MonkeyPatch, s3: Any, tmp_path: Path
) -> None:
    cloudformation = CloudFormation(*["UPDATE_COMPLETE"] * 3)
    monkeypatch.setattr("infra.package.package", lambda **_: Package({"Resources": {}}, tmp_path))
    monkeypatch.setattr(deploy, "open_stack", lambda *_: opened(cloudformation, s3))
    target = deploy.Target(stage="x", region=REGION)

    deploy.deploy(target, boto3.Session(), say=lambda _: None)
    assert [entry.get("PublicUrl") for entry in cloudformation.rounds] == [
        None,
        "https://d1.cloudfront.net",
    ]
    deploy.deploy(target, boto3.Session(), say=lambda _: None)
    assert len(cloudformation.rounds) == 3


def test_the_edge_s_secret_is_made_once_and_anew_when_that_is_asked(
    monkeypatch: pytest.MonkeyPatch, s3: Any, tmp_path: Path
) -> None:
    cloudformation = CloudFormation(*["UPDATE_COMPLETE"] * 4)
    monkeypatch.setattr("infra.package.package", lambda **_: Package({"Resources": {}}, tmp_path))
    monkeypatch.setattr(deploy, "open_stack", lambda *_: opened(cloudformation, s3))
    for new in (False, False, True):
        target = deploy.Target(stage="x", region=REGION, new_edge_secret=new)
        deploy.deploy(target, boto3.Session(), say=lambda _: None)
    first, again, kept, anew = (entry["EdgeSecret"] for entry in cloudformation.rounds)
    assert first == again
    assert len(first) > 40
    assert kept == "as before"
    assert anew not in (first, kept)
    assert len(anew) > 40


def test_the_client_is_published_pages_last_and_old_files_go(s3: Any, tmp_path: Path) -> None:
    for name in ("console/index.html", "console/assets/app-4f3a9c21.js", "widget/loader.js"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    s3.put_object(Bucket="artifacts", Key="assets/old-00000000.js", Body=b"")
    assert site.publish(s3, bucket="artifacts", dist=tmp_path) == 3
    found = {entry["Key"] for entry in s3.list_objects_v2(Bucket="artifacts")["Contents"]}
    assert found == {"index.html", "assets/app-4f3a9c21.js", "w/loader.js"}
    page = s3.head_object(Bucket="artifacts", Key="index.html")
    assert (page["CacheControl"], page["ContentType"]) == ("no-cache", "text/html")
    script = s3.head_object(Bucket="artifacts", Key="assets/app-4f3a9c21.js")
    assert "immutable" in script["CacheControl"]
    assert "immutable" not in s3.head_object(Bucket="artifacts", Key="w/loader.js")["CacheControl"]


def test_an_unbuilt_client_is_not_published(s3: Any, tmp_path: Path) -> None:
    with pytest.raises(site.NotBuilt, match="npm run build"):
        site.publish(s3, bucket="artifacts", dist=tmp_path)


def test_maps_merge_deep_and_lists_are_replaced() -> None:
    assert merge({"a": {"b": 1, "c": [1]}}, {"a": {"c": [2]}, "d": 3}) == {
        "a": {"b": 1, "c": [2]},
        "d": 3,
    }


def test_the_fragments_do_not_define_anything_twice() -> None:
    assert {"Parameters", "Conditions", "Resources", "Outputs"} == set(overrides())
