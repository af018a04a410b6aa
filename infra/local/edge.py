"""The headers that CloudFront puts on what it serves, for the local front: read from the template
that goes to AWS, so that a page that breaks under them breaks here first."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from infra import template

_EDGE = Path(__file__).parents[1] / "resources.edge.yaml"
_BUCKET = ("https://${MediaBucket.RegionalDomainName}", "https://${MediaBucket.DomainName}")
_SOCKETS = "wss://${WebsocketAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}"


def headers(policy: str, *, media: str, sockets: str) -> dict[str, str]:
    """policy: `ConsoleHeaders` or `WidgetHeaders`. media: origin of the bucket. sockets: of /ws.
    Strict-Transport-Security is left out: it means nothing over plain HTTP."""
    given = {**dict.fromkeys(_BUCKET, media), _SOCKETS: sockets}
    config = _policies()[policy]["Properties"]["ResponseHeadersPolicyConfig"]
    return _security(config.get("SecurityHeadersConfig", {}), given) | _others(config)


def secret(folder: Path) -> str:
    """What the folder's front shows its API; made if there is none."""
    path = folder / "edge-secret"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii")


@cache
def _policies() -> Mapping[str, Any]:
    resources: Mapping[str, Any] = template.load(_EDGE)["Resources"]
    return resources


def _security(config: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    told: dict[str, str] = {}
    if "ContentTypeOptions" in config:
        told["X-Content-Type-Options"] = "nosniff"
    if "FrameOptions" in config:
        told["X-Frame-Options"] = config["FrameOptions"]["FrameOption"]
    if "ReferrerPolicy" in config:
        told["Referrer-Policy"] = config["ReferrerPolicy"]["ReferrerPolicy"]
    if "ContentSecurityPolicy" in config:
        policy = config["ContentSecurityPolicy"]["ContentSecurityPolicy"]
        told["Content-Security-Policy"] = _filled(policy, given)
    return told


def _others(config: Mapping[str, Any]) -> dict[str, str]:
    items = config.get("CustomHeadersConfig", {}).get("Items", ())
    told = {str(each["Header"]): str(each["Value"]) for each in items}
    origins = config.get("CorsConfig", {}).get("AccessControlAllowOrigins", {}).get("Items", ())
    return told | ({"Access-Control-Allow-Origin": str(origins[0])} if origins else {})


def _filled(value: Any, given: Mapping[str, str]) -> str:
    """CloudFormation's Join and Sub, as far as the policies use them."""
    if isinstance(value, Mapping) and "Fn::Join" in value:
        between, parts = value["Fn::Join"]
        return str(between).join(_filled(part, given) for part in parts)
    text = str(value["Fn::Sub"] if isinstance(value, Mapping) else value)
    for name, local in given.items():
        text = text.replace(name, local)
    if "${" in text:
        raise ValueError(f"nothing stands here for {text}")
    return text
