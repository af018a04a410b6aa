"""The merged template, packaged once for all tests of it."""

from __future__ import annotations

from typing import Any

import pytest

from infra.package import package


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    build = tmp_path_factory.mktemp("build")
    return package(stage="prod", region="eu-west-1", build=build, vendor=False).template


@pytest.fixture(scope="session")
def functions(template: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Logical name -> properties."""
    return {
        name: resource["Properties"]
        for name, resource in template["Resources"].items()
        if resource.get("Type") == "AWS::Serverless::Function"
    }
