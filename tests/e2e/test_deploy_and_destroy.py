"""The commands of an owner, from nothing to nothing, against the local cloud."""

from __future__ import annotations

from pathlib import Path

from infra import deploy, destroy, stack
from infra.local import cloud


def test_a_stage_is_deployed_changed_taken_down_and_forgotten(tmp_path: Path) -> None:
    running = cloud.start(folder=tmp_path, port=cloud.free_port())
    try:
        session = cloud.session()
        target = deploy.Target(
            stage="try",
            region=cloud.REGION,
            endpoint=running.endpoint,
            build=tmp_path / "build",
            parameters={"PublicUrl": "http://localhost:1", "WebsocketUrl": "ws://localhost:1/ws"},
        )
        first = deploy.deploy(target, session, say=lambda _: None)
        again = deploy.deploy(target, session, say=lambda _: None)
        assert again == first

        kept = destroy.destroy(target, session, data=False, say=lambda _: None)
        here = deploy.open_stack(target, session, lambda _: None)
        assert stack.outputs(here) == {}
        assert set(kept) == set(destroy.KEPT)
        tables = session.client("dynamodb", endpoint_url=running.endpoint).list_tables()
        assert kept["MainTableName"] in tables["TableNames"]

        second = deploy.deploy(target, session, say=lambda _: None)
        assert destroy.destroy(target, session, data=True, say=lambda _: None) == {}
        tables = session.client("dynamodb", endpoint_url=running.endpoint).list_tables()
        assert second["MainTableName"] not in tables["TableNames"]
    finally:
        running.stop()
