"""Deploy Tertulia: `python -m infra.deploy --stage prod --region eu-west-1`.

Package, upload, change set, built client: the same steps for AWS and for the local emulator, which
`--endpoint` chooses. What the emulator needs besides comes after the last common step.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra import package as packaging
from infra import site, stack

if TYPE_CHECKING:
    import boto3

APP = "tertulia"


@dataclass(frozen=True, slots=True)
class Target:
    """Where to. endpoint: the emulator's address, '' for AWS. parameters: of the template."""

    stage: str
    region: str
    endpoint: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    build: Path = Path("build")
    new_edge_secret: bool = False
    dist: Path | None = None  # the built client; None: leave the site as it is

    @property
    def stack_name(self) -> str:
        return f"{APP}-{self.stage}"


def deploy(target: Target, session: boto3.Session, say: stack.Say = print) -> dict[str, str]:
    """Bring the stack up to the sources; its outputs. Raises PackagingFailed, DeploymentFailed."""
    say(f"Packaging {target.stack_name} ...")
    package = packaging.package(
        stage=target.stage,
        region=target.region,
        build=target.build / target.stage,
        vendor=not target.endpoint,
    )
    here = open_stack(target, session, say)
    stack.ensure_artifacts(here.s3, here.artifacts, target.region)
    url = stack.upload(here, package)
    parameters: dict[str, str | None] = {
        "Stage": target.stage,
        "Endpoint": target.endpoint,
        **_known_address(here),
        "EdgeSecret": _edge_secret(here, new=target.new_edge_secret),
        **target.parameters,
    }
    say("Applying the template ...")
    stack.apply(here, template_url=url, parameters=parameters)
    found = stack.outputs(here)
    address = found.get("SiteUrl", "")
    if address and parameters.get("PublicUrl", "") != address:
        # The functions must know the address that CloudFront gave, and CloudFront the API whose
        # functions they are: a circle that a first deployment closes in two rounds.
        say(f"Telling the functions their address, {address} ...")
        stack.apply(here, template_url=url, parameters={**parameters, "PublicUrl": address})
        found = stack.outputs(here)
    if target.dist is not None:
        count = site.publish(here.s3, bucket=found["SiteBucketName"], dist=target.dist)
        say(f"Published {count} files of the client.")
        _invalidate(session, found.get("DistributionId", ""))
    if target.endpoint:
        from infra.local import fixes

        fixes.fix(
            session,
            endpoint=target.endpoint,
            outputs=found,
            template=package.template,
            artifacts=here.artifacts,
        )
    return found


def _known_address(here: stack.Stack) -> dict[str, str]:
    """From the deployment before, so that an update need not go round twice."""
    address = stack.outputs(here).get("SiteUrl", "")
    return {"PublicUrl": address} if address else {}


def _edge_secret(here: stack.Stack, *, new: bool) -> str | None:
    """None: the one that the stack has. Until both ends know a new one, for some minutes, callers'
    addresses count as the edge's."""
    if not new and "EdgeSecret" in stack.parameters_set(here):
        return None
    return secrets.token_urlsafe(32)


def open_stack(target: Target, session: boto3.Session, say: stack.Say) -> stack.Stack:
    """The clients for this target, and the name of its artifacts' bucket."""
    options: dict[str, Any] = {"region_name": target.region}
    if target.endpoint:
        options["endpoint_url"] = target.endpoint
    account = session.client("sts", **options).get_caller_identity()["Account"]
    return stack.Stack(
        name=target.stack_name,
        cloudformation=session.client("cloudformation", **options),
        s3=session.client("s3", **options),
        artifacts=f"{APP}-artifacts-{account}-{target.region}",
        say=say,
    )


def _invalidate(session: boto3.Session, distribution: str) -> None:
    """Names with a hash need no invalidation; one wildcard path counts as one."""
    if not distribution:
        return
    import time

    session.client("cloudfront").create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": ["/*"]},
            "CallerReference": str(time.time_ns()),
        },
    )


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    parser.add_argument("--stage", required=True, help="dev, staging, prod, ...: one stack each")
    parser.add_argument("--region", required=True, help="for example eu-west-1")
    parser.add_argument("--endpoint", default="", help="an emulator's address; AWS without it")
    parser.add_argument("--domain", default="", help="own domain of the console")
    parser.add_argument("--certificate", default="", help="its ACM certificate, in us-east-1")
    parser.add_argument("--alarm-email", default="", help="who hears of alarms")
    parser.add_argument("--mail-sender", default="", help="address that SES sends mail from")
    parser.add_argument("--mail-domain", default="", help="domain whose mail SES receives here")
    parser.add_argument(
        "--new-edge-secret", action="store_true", help="change what CloudFront shows the API"
    )
    parser.add_argument("--without-site", action="store_true", help="leave the client as it is")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    import boto3

    given = _arguments(argv)
    wanted = {
        "DomainName": given.domain,
        "CertificateArn": given.certificate,
        "AlarmEmail": given.alarm_email,
        "MailSender": given.mail_sender,
        "MailDomain": given.mail_domain,
    }
    target = Target(
        stage=given.stage,
        region=given.region,
        endpoint=given.endpoint,
        parameters={key: value for key, value in wanted.items() if value},
        new_edge_secret=given.new_edge_secret,
        dist=None if given.without_site else packaging.ROOT / "web" / "dist",
    )
    os.environ.setdefault("AWS_DEFAULT_REGION", given.region)
    try:
        found = deploy(target, boto3.Session())
    except (packaging.PackagingFailed, stack.DeploymentFailed, site.NotBuilt) as error:
        print(error, file=sys.stderr)
        return 1
    for name in sorted(found):
        print(f"{name:28} {found[name]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
