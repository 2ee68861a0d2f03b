"""The first tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT_ID = sa.String(length=32)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Create everything."""
    _people()
    _record()
    _material()
    _work()


def downgrade() -> None:
    """Refuse: there is nothing before the first version."""
    raise NotImplementedError(
        "there is no version before the first; restore a copy, or start a new data folder"
    )


def _points(
    table: str, column: str, target: str, *, nullable: bool = False, kind: Any = TEXT_ID
) -> sa.Column[Any]:
    """Return a column that points to a row of another table."""
    return sa.Column(column, kind, sa.ForeignKey(target, name=f"fk_{table}_{column}"), nullable=nullable)


def _people() -> None:
    """Create the tables of people, how they sign in, and the projects they are in."""
    op.create_table(
        "users",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("pseudonym", sa.String(length=32), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=True),
        sa.Column("join_token_hash", sa.String(length=64), nullable=True),
        sa.Column("join_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_operator", sa.Boolean(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("join_token_hash", name="uq_users_join_token_hash"),
        sa.UniqueConstraint("login", name="uq_users_login"),
        sa.UniqueConstraint("pseudonym", name="uq_users_pseudonym"),
    )
    op.create_table(
        "login_attempts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("login_hash", sa.String(length=64), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_login_attempts"),
    )
    op.create_index(
        "ix_login_attempts_address_hash_at", "login_attempts", ["address_hash", "at"], unique=False
    )
    op.create_index("ix_login_attempts_login_hash_at", "login_attempts", ["login_hash", "at"], unique=False)
    op.create_table(
        "login_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _points("login_sessions", "user_id", "users.id"),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_login_sessions"),
    )
    op.create_index("ix_login_sessions_expires_at", "login_sessions", ["expires_at"], unique=False)
    op.create_index("ix_login_sessions_user_id", "login_sessions", ["user_id"], unique=False)
    op.create_table(
        "projects",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_projects"),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("teams", "project_id", "projects.id"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
        sa.UniqueConstraint("project_id", "name", name="uq_teams_project_id_name"),
    )
    op.create_table(
        "memberships",
        _points("memberships", "project_id", "projects.id"),
        _points("memberships", "user_id", "users.id"),
        sa.Column("role", sa.String(length=20), nullable=False),
        _points("memberships", "team_id", "teams.id", nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("project_id", "user_id", name="pk_memberships"),
    )
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"], unique=False)
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("api_tokens", "user_id", "users.id"),
        _points("api_tokens", "project_id", "projects.id", nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_api_tokens_token_hash"),
    )
    op.create_index("ix_api_tokens_user_id", "api_tokens", ["user_id"], unique=False)


def _record() -> None:
    """Create the journal and the jobs."""
    op.create_table(
        "events",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=50), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_events"),
        sa.UniqueConstraint("id", name="uq_events_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_actor_seq", "events", ["actor", "seq"], unique=False)
    op.create_index("ix_events_project_id_seq", "events", ["project_id", "seq"], unique=False)
    op.create_table(
        "event_payloads",
        _points("event_payloads", "event_id", "events.id"),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_event_payloads"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=50), nullable=False),
        sa.Column("subject", JSON, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("result", JSON, nullable=True),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=64), nullable=True),
        sa.Column("lease_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_project_id_created_at", "jobs", ["project_id", "created_at"], unique=False)
    op.create_index("ix_jobs_state_lease_ends_at", "jobs", ["state", "lease_ends_at"], unique=False)


def _material() -> None:
    """Create the tables of guidelines, audio, conversations and items."""
    op.create_table(
        "guideline_versions",
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("guideline_versions", "project_id", "projects.id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _points("guideline_versions", "author_id", "users.id"),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_guideline_versions"),
        sa.UniqueConstraint("project_id", "number", name="uq_guideline_versions_project_id_number"),
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("uploads", "project_id", "projects.id"),
        _points("uploads", "user_id", "users.id"),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
    )
    op.create_index("ix_uploads_project_id", "uploads", ["project_id"], unique=False)
    op.create_table(
        "media",
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("media", "project_id", "projects.id"),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("channels", sa.Integer(), nullable=False),
        sa.Column("sample_rate", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_media"),
        sa.UniqueConstraint("project_id", "digest", name="uq_media_project_id_digest"),
    )
    op.create_index("ix_media_digest", "media", ["digest"], unique=False)
    op.create_table(
        "derived",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("source_kind", sa.String(length=30), nullable=False),
        sa.Column("source_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_derived"),
        sa.UniqueConstraint("source_kind", "source_id", "kind", name="uq_derived_source_kind_source_id_kind"),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("conversations", "project_id", "projects.id"),
        sa.Column("external_id", sa.String(length=300), nullable=False),
        _points("conversations", "media_id", "media.id", nullable=True),
        sa.Column("domain", sa.String(length=100), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("project_id", "external_id", name="uq_conversations_project_id_external_id"),
    )
    op.create_table(
        "turns",
        _points("turns", "conversation_id", "conversations.id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(length=100), nullable=True),
        sa.Column("channel", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("start", sa.Double(), nullable=True),
        sa.Column("end", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("conversation_id", "position", name="pk_turns"),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("items", "project_id", "projects.id"),
        _points("items", "conversation_id", "conversations.id"),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("external_id", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("gold", JSON, nullable=True),
        sa.Column("overlap", sa.Integer(), nullable=False),
        sa.Column("draw", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("project_id", "external_id", name="uq_items_project_id_external_id"),
    )
    op.create_index("ix_items_conversation_id", "items", ["conversation_id"], unique=False)
    op.create_index("ix_items_project_id_draw", "items", ["project_id", "draw"], unique=False)


def _work() -> None:
    """Create the tables of places, assignments, answers and reviews."""
    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _points("places", "project_id", "projects.id"),
        _points("places", "item_id", "items.id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("draw", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        _points("places", "user_id", "users.id", nullable=True),
        sa.Column("assignment_id", sa.String(length=32), nullable=True),
        sa.Column("lease_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sa.UniqueConstraint("item_id", "number", name="uq_places_item_id_number"),
        sa.UniqueConstraint("item_id", "user_id", name="uq_places_item_id_user_id"),
    )
    op.create_index(
        "ix_places_project_id_state_draw", "places", ["project_id", "state", "draw"], unique=False
    )
    op.create_table(
        "assignments",
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("assignments", "project_id", "projects.id"),
        _points("assignments", "item_id", "items.id"),
        _points("assignments", "user_id", "users.id"),
        _points("assignments", "place_id", "places.id", kind=sa.Integer()),
        _points("assignments", "guideline_version_id", "guideline_versions.id"),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("context", JSON, nullable=False),
        sa.Column("returned_from", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_item_id_user_id", "assignments", ["item_id", "user_id"], unique=False)
    op.create_index(
        "ix_assignments_project_id_user_id_state",
        "assignments",
        ["project_id", "user_id", "state"],
        unique=False,
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("submissions", "assignment_id", "assignments.id"),
        _points("submissions", "user_id", "users.id"),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("body_digest", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("user_id", "idempotency_key", name="uq_submissions_user_id_idempotency_key"),
    )
    op.create_index("ix_submissions_assignment_id", "submissions", ["assignment_id"], unique=False)
    op.create_table(
        "annotations",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("annotations", "project_id", "projects.id"),
        _points("annotations", "item_id", "items.id"),
        _points("annotations", "user_id", "users.id"),
        _points("annotations", "submission_id", "submissions.id"),
        _points("annotations", "guideline_version_id", "guideline_versions.id"),
        sa.Column("task", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("answer", JSON, nullable=True),
        sa.Column("context", JSON, nullable=False),
        sa.Column("suggested", JSON, nullable=True),
        sa.Column("suggestion_source", sa.String(length=200), nullable=True),
        sa.Column("supersedes", sa.String(length=32), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_annotations"),
        sa.UniqueConstraint("id", name="uq_annotations_id"),
        sa.UniqueConstraint("submission_id", "task", name="uq_annotations_submission_id_task"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_annotations_item_id_task", "annotations", ["item_id", "task"], unique=False)
    op.create_index(
        "ix_annotations_project_id_supersedes", "annotations", ["project_id", "supersedes"], unique=False
    )
    op.create_index(
        "ix_annotations_project_id_task_seq", "annotations", ["project_id", "task", "seq"], unique=False
    )
    op.create_index("ix_annotations_user_id", "annotations", ["user_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("reviews", "project_id", "projects.id"),
        _points("reviews", "item_id", "items.id"),
        sa.Column("task", sa.String(length=100), nullable=False),
        _points("reviews", "reviewer_id", "users.id"),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("answer", JSON, nullable=True),
        sa.Column("annotation_id", sa.String(length=32), nullable=True),
        sa.Column("clause", sa.String(length=50), nullable=True),
        _points("reviews", "guideline_version_id", "guideline_versions.id"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_reviews"),
        sa.UniqueConstraint("id", name="uq_reviews_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reviews_item_id_task", "reviews", ["item_id", "task"], unique=False)
    op.create_index("ix_reviews_project_id_seq", "reviews", ["project_id", "seq"], unique=False)
