"""What the emulator needs after the template: what it takes and then forgets, or never does."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import boto3

_ARTIFACTS_KEPT = 20


def fix(
    session: boto3.Session,
    *,
    endpoint: str,
    outputs: Mapping[str, str],
    template: Any,
    artifacts: str,
) -> None:
    """template: the merged one, whose OpenAPI body tells what each preflight is to answer.
    artifacts: the bucket of zips and templates."""
    _preflights(session.client("apigateway", endpoint_url=endpoint), outputs["RestAPIId"], template)
    dynamodb = session.client("dynamodb", endpoint_url=endpoint)
    for table in ("MainTableName", "ConnectionsTableName"):
        _expire(dynamodb, outputs[table])
    _forget_artifacts(session.client("s3", endpoint_url=endpoint), artifacts)


def _preflights(apigateway: Any, api: str, template: Any) -> None:
    """MiniStack's OpenAPI import drops the responses of MOCK integrations."""
    paths = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    found = apigateway.get_paginator("get_resources").paginate(restApiId=api)
    resources = {entry["path"]: entry["id"] for page in found for entry in page["items"]}
    for path, methods in paths.items():
        options = methods.get("options")
        if options is None or path not in resources:
            continue
        answers = options["x-amazon-apigateway-integration"]["responses"]["default"]
        headers = answers["responseParameters"]
        where = {
            "restApiId": api,
            "resourceId": resources[path],
            "httpMethod": "OPTIONS",
            "statusCode": "200",
        }
        with contextlib.suppress(apigateway.exceptions.ConflictException):
            apigateway.put_method_response(
                **where, responseParameters=dict.fromkeys(headers, False)
            )
        apigateway.put_integration_response(
            **where, responseParameters=headers, responseTemplates={"application/json": ""}
        )


def _forget_artifacts(s3: Any, bucket: str) -> None:
    """Lifecycle rules are not run here: a day of edits would leave hundreds of zips."""
    found = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    for old in sorted(found, key=lambda entry: entry["LastModified"])[:-_ARTIFACTS_KEPT]:
        s3.delete_object(Bucket=bucket, Key=old["Key"])


def _expire(dynamodb: Any, table: str) -> None:
    told = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    if told["TimeToLiveStatus"] != "ENABLED":
        dynamodb.update_time_to_live(
            TableName=table,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"},
        )
