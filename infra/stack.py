"""One CloudFormation stack: artifacts up, change set made, executed and watched."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from infra.package import Package

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_s3 import S3Client

CAPABILITIES: Final = ("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND")
_SETTLED = ("_COMPLETE", "_FAILED")
Say = Callable[[str], None]


class DeploymentFailed(Exception):
    """CloudFormation refused or rolled back; the reasons it gave are in the message."""


@dataclass(frozen=True, slots=True)
class Stack:
    name: str
    cloudformation: CloudFormationClient
    s3: S3Client
    artifacts: str  # the bucket's name
    say: Say


def upload(stack: Stack, package: Package) -> str:
    """Put zips and template where CloudFormation finds them; the template's address.

    Names are content hashes, so that what did not change is not sent again and CloudFormation sees
    that it did not.
    """
    template = json.loads(json.dumps(package.template))
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        for field in ("CodeUri", "ContentUri"):
            if isinstance(properties.get(field), str):
                key = _put(stack, package.folder / properties[field])
                properties[field] = {"Bucket": stack.artifacts, "Key": key}
    path = package.folder / "template.json"
    path.write_text(json.dumps(template, indent=1), encoding="utf-8")
    key = _put(stack, path)
    base = stack.s3.meta.endpoint_url.rstrip("/")
    return f"{base}/{stack.artifacts}/{key}"


def _put(stack: Stack, path: Path) -> str:
    body = path.read_bytes()
    key = f"{stack.name}/{hashlib.sha256(body).hexdigest()}{path.suffix}"
    listed = stack.s3.list_objects_v2(Bucket=stack.artifacts, Prefix=key, MaxKeys=1)
    if not listed.get("KeyCount"):
        stack.s3.put_object(Bucket=stack.artifacts, Key=key, Body=body)
    return key


def ensure_artifacts(s3: S3Client, bucket: str, region: str) -> None:
    """The bucket for zips and templates: private, emptied of what is 30 days old."""
    if any(found["Name"] == bucket for found in s3.list_buckets()["Buckets"]):
        return
    options: dict[str, Any] = {}
    if region != "us-east-1":  # there S3 refuses the constraint
        options["CreateBucketConfiguration"] = {"LocationConstraint": region}
    s3.create_bucket(Bucket=bucket, **options)
    s3.put_public_access_block(
        Bucket=bucket,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
    )
    s3.put_bucket_lifecycle_configuration(
        Bucket=bucket,
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "old",
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "Expiration": {"Days": 30},
                }
            ]
        },
    )


def apply(stack: Stack, *, template_url: str, parameters: Mapping[str, str | None]) -> bool:
    """Make the stack like the template. parameters: None leaves one as it is. False: it was so
    already. Raises DeploymentFailed."""
    kind: Literal["UPDATE", "CREATE"] = "UPDATE" if status(stack) else "CREATE"
    name = f"deploy-{time.time_ns()}"
    stack.cloudformation.create_change_set(
        StackName=stack.name,
        ChangeSetName=name,
        ChangeSetType=kind,
        TemplateURL=template_url,
        Parameters=[
            {"ParameterKey": key, "UsePreviousValue": True}
            if value is None
            else {"ParameterKey": key, "ParameterValue": value}
            for key, value in parameters.items()
        ],
        Capabilities=CAPABILITIES,
    )
    if not _change_set_ready(stack, name):
        stack.cloudformation.delete_change_set(StackName=stack.name, ChangeSetName=name)
        return False
    stack.cloudformation.execute_change_set(StackName=stack.name, ChangeSetName=name)
    _watch(stack)
    return True


def _change_set_ready(stack: Stack, name: str) -> bool:
    for pause in _pauses():
        found = stack.cloudformation.describe_change_set(StackName=stack.name, ChangeSetName=name)
        if found["Status"] == "CREATE_COMPLETE":
            return bool(found.get("Changes"))
        if found["Status"] == "FAILED":
            reason = found.get("StatusReason", "")
            # CloudFormation tells an empty change set by these words and no other sign.
            if "didn't contain changes" in reason or "No updates" in reason:
                return False
            raise DeploymentFailed(f"{stack.name}: the change set failed: {reason}")
        time.sleep(pause)
    raise DeploymentFailed(f"{stack.name}: the change set did not settle")


def _watch(stack: Stack) -> None:
    for pause in _pauses():
        now = status(stack)
        if now.endswith(_SETTLED) and not now.endswith("_IN_PROGRESS"):
            if "ROLLBACK" in now or now.endswith("_FAILED"):
                raise DeploymentFailed(f"{stack.name}: {now}\n{_reasons(stack)}")
            return
        time.sleep(pause)
    raise DeploymentFailed(f"{stack.name}: still {status(stack)} after an hour")


def _pauses() -> list[float]:
    """Quick at first (an emulator is done in a second or two), then patient; an hour in all."""
    return [0.1] * 100 + [2.0] * 60 + [5.0] * 700


def status(stack: Stack) -> str:
    """The stack's status; '' if there is none (or only one that was never executed)."""
    try:
        found = stack.cloudformation.describe_stacks(StackName=stack.name)["Stacks"]
    except stack.cloudformation.exceptions.ClientError as error:
        if "does not exist" in str(error):
            return ""
        raise
    now = str(found[0]["StackStatus"]) if found else ""
    return "" if now in ("REVIEW_IN_PROGRESS", "DELETE_COMPLETE") else now


def _reasons(stack: Stack) -> str:
    events = stack.cloudformation.describe_stack_events(StackName=stack.name)["StackEvents"]
    lines = [
        f"  {event.get('LogicalResourceId')}: {event.get('ResourceStatusReason')}"
        for event in events
        if str(event.get("ResourceStatus", "")).endswith("_FAILED")
    ]
    return "\n".join(lines[:20])


def parameters_set(stack: Stack) -> frozenset[str]:
    """Names of the stack's parameters; values that are secret cannot be read back."""
    if not status(stack):
        return frozenset()
    found = stack.cloudformation.describe_stacks(StackName=stack.name)["Stacks"][0]
    return frozenset(entry["ParameterKey"] for entry in found.get("Parameters", []))


def outputs(stack: Stack) -> dict[str, str]:
    """The stack's outputs by name; empty if there is no stack."""
    if not status(stack):
        return {}
    found = stack.cloudformation.describe_stacks(StackName=stack.name)["Stacks"][0]
    return {entry["OutputKey"]: entry["OutputValue"] for entry in found.get("Outputs", [])}
