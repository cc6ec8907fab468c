"""every row carries its workspace; the bot's conversations, pauses, and what may be in Slack already

Revision ID: 0003
Revises: 0002
"""

# Longer than other files: a migration spells out every table, and must not depend on today's code.
import sqlalchemy as sa
from alembic import context, op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NOT_KNOWN_YET = "-"
"""The workspace of rows that were there before: it gets its name when Slack is asked whose token it is."""
CARRIED = (
    "person",
    "quiet_time",
    "time_off",
    "team",
    "reporting_line",
    "weekly_score",
    "post",
    "seen",
    "request",
    "history",
    "said",
)
"""The tables of before, those that others refer to first."""
COUNTED = ("quiet_time", "time_off", "history")
"""PostgreSQL counts their rows itself."""


def upgrade() -> None:
    columns = _put_aside()
    _make_people()
    _make_messages()
    _make_requests()
    if op.get_bind().execute(sa.text("SELECT 1 FROM aside_person LIMIT 1")).first():
        op.execute(
            "INSERT INTO workspace (id, name, bot_user_id, bot_id, scopes, installed_at) "
            f"SELECT '{NOT_KNOWN_YET}', '', '', '', '', min(refreshed_at) FROM aside_person"
        )
    for table in CARRIED:
        extra = {"seen": ("done", "true"), "said": ("edited_ts", "NULL"), "post": ("unsure_since", "NULL")}.get(table)
        names, values = columns[table], columns[table]
        if extra:
            names, values = [*names, extra[0]], [*values, extra[1]]
        op.execute(
            f"INSERT INTO {table} (workspace_id, {', '.join(names)}) "
            f"SELECT '{NOT_KNOWN_YET}', {', '.join(values)} FROM aside_{table}"
        )
    _tidy_up()
    op.execute(
        "UPDATE post SET unsure_since = created_at WHERE ts IS NULL AND attempts > 0 AND next_try_at IS NOT NULL"
    )


def downgrade() -> None:
    columns = _put_aside()
    for name in ("conversation", "pause", "workspace"):
        op.drop_table(name)
    for earlier in ("0001", "0002"):
        context.script.get_revision(earlier).module.upgrade()
    new = {"workspace_id", "done", "edited_ts", "unsure_since"}
    for table in CARRIED:
        names = ", ".join(column for column in columns[table] if column.strip('"') not in new)
        op.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM aside_{table}")
    _tidy_up()


def _put_aside() -> dict[str, list[str]]:
    """Copy the rows away and drop their tables: a primary key cannot be changed in place. Answers their columns."""
    inspector = sa.inspect(op.get_bind())
    columns = {table: [f'"{column["name"]}"' for column in inspector.get_columns(table)] for table in CARRIED}
    for table in CARRIED:
        op.execute(f"CREATE TABLE aside_{table} AS SELECT * FROM {table}")
    for table in reversed(CARRIED):
        op.drop_table(table)
    return columns


def _tidy_up() -> None:
    for table in CARRIED:
        op.drop_table(f"aside_{table}")
    if op.get_bind().dialect.name == "postgresql":
        for table in COUNTED:
            op.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 1) FROM {table}))"
            )


def _make_people() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=True),
        sa.Column("enterprise_id", sa.String(length=32), nullable=True),
        sa.Column("bot_user_id", sa.String(length=32), nullable=False),
        sa.Column("bot_id", sa.String(length=32), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("refresh_token", sa.Text(), nullable=True),
        sa.Column("token_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "person",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("out_of_office", sa.Boolean(), nullable=False),
        sa.Column("out_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_minutes", sa.Integer(), nullable=True),
        sa.Column("wants_questions", sa.Boolean(), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_person_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_person")),
    )
    op.create_table(
        "quiet_time",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_quiet_time_workspace_id_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_time")),
    )
    op.create_index(op.f("ix_quiet_time_person_id"), "quiet_time", ["person_id"], unique=False)
    op.create_table(
        "time_off",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_time_off_workspace_id_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_off")),
    )
    op.create_index(op.f("ix_time_off_person_id"), "time_off", ["person_id"], unique=False)
    op.create_table(
        "team",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("hold_minutes", sa.Integer(), nullable=True),
        sa.Column("rep_hold_least", sa.Integer(), nullable=False),
        sa.Column("rep_hold_most", sa.Integer(), nullable=False),
        sa.Column("work_start", sa.Time(), nullable=True),
        sa.Column("work_end", sa.Time(), nullable=True),
        sa.Column("work_days", sa.String(length=7), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("subdivision", sa.String(length=8), nullable=True),
        sa.Column("deputy_id", sa.String(length=32), nullable=True),
        sa.Column("lead_id", sa.String(length=32), nullable=True),
        sa.Column("protect_at", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=8), nullable=False),
        sa.Column("hr_contact_id", sa.String(length=32), nullable=True),
        sa.Column("speak_up_url", sa.String(length=500), nullable=True),
        sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "deputy_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_team_workspace_id_deputy_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "hr_contact_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_team_workspace_id_hr_contact_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_team_workspace_id_lead_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_team_workspace_id_manager_id_person"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "manager_id", name=op.f("pk_team")),
    )
    op.create_table(
        "reporting_line",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_reporting_line_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_reporting_line_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_line")),
    )
    op.create_index(
        "ix_reporting_line_manager_id_status", "reporting_line", ["workspace_id", "manager_id", "status"], unique=False
    )
    op.create_index(op.f("ix_reporting_line_rep_id"), "reporting_line", ["rep_id"], unique=False)
    op.create_table(
        "weekly_score",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_weekly_score_workspace_id_manager_id_person"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "manager_id", "monday", name=op.f("pk_weekly_score")),
        sa.UniqueConstraint("id", name=op.f("uq_weekly_score_id")),
    )


def _make_messages() -> None:
    op.create_table(
        "conversation",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("next_post_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_back_to", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name=op.f("pk_conversation")),
    )
    op.create_index(op.f("ix_conversation_look_back_to"), "conversation", ["look_back_to"], unique=False)
    op.create_table(
        "pause",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("method", sa.String(length=80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "method", name=op.f("pk_pause")),
    )
    op.create_table(
        "post",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("thread_post_id", sa.String(length=32), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unsure_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=80), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_post_id"], ["post.id"], name=op.f("fk_post_thread_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_post_workspace_id_key")),
    )
    op.create_index(op.f("ix_post_next_try_at"), "post", ["next_try_at"], unique=False)
    op.create_index(op.f("ix_post_person_id"), "post", ["person_id"], unique=False)
    op.create_index(op.f("ix_post_subject_id"), "post", ["subject_id"], unique=False)
    op.create_index(op.f("ix_post_ts"), "post", ["ts"], unique=False)
    op.create_table(
        "seen",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_seen")),
    )
    op.create_index(op.f("ix_seen_at"), "seen", ["at"], unique=False)


def _make_requests() -> None:
    op.create_table(
        "request",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("deputy_id", sa.String(length=32), nullable=True),
        sa.Column("way_in", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("bypass", sa.String(length=24), nullable=True),
        sa.Column("ramp", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hold_seconds", sa.Integer(), nullable=False),
        sa.Column("urgent_why", sa.Text(), nullable=True),
        sa.Column("tried", sa.Text(), nullable=True),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("pick", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("topic", sa.String(length=24), nullable=True),
        sa.Column("briefed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("had_tried", sa.Boolean(), nullable=False),
        sa.Column("had_options", sa.Boolean(), nullable=False),
        sa.Column("followed_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("still_needed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_by", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.String(length=24), nullable=True),
        sa.Column("label", sa.String(length=24), nullable=True),
        sa.Column("decided_by", sa.String(length=24), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("has_files", sa.Boolean(), nullable=False),
        sa.Column("trouble", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "deputy_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_request_workspace_id_deputy_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_request_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_request_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
    )
    op.create_index(op.f("ix_request_due_at"), "request", ["due_at"], unique=False)
    op.create_index(
        "ix_request_manager_id_asked_at", "request", ["workspace_id", "manager_id", "asked_at"], unique=False
    )
    op.create_index("ix_request_rep_id_status", "request", ["workspace_id", "rep_id", "status"], unique=False)
    op.create_table(
        "history",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("move", sa.String(length=24), nullable=False),
        sa.Column("before", sa.String(length=24), nullable=False),
        sa.Column("after", sa.String(length=24), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_history_request_id_request"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_request_id"), "history", ["request_id"], unique=False)
    op.create_table(
        "said",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("edited_ts", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_said_request_id_request"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_said")),
        sa.UniqueConstraint("workspace_id", "channel", "ts", name=op.f("uq_said_workspace_id_channel_ts")),
    )
    op.create_index(op.f("ix_said_request_id"), "said", ["request_id"], unique=False)
    # ### end Alembic commands ###
