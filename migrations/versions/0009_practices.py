"""decisions, playbook, 1:1s, joint calls, debriefs, observations, plans, peers, ramp, practice ground

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cadence",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_cadence_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_cadence_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "rep_id", name=op.f("pk_cadence")),
    )
    op.create_table(
        "decision_right",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=True),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("limit_kind", sa.String(length=24), nullable=True),
        sa.Column("limit", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("right", sa.String(length=24), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_decision_right_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_decision_right_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_right")),
    )
    op.create_index("ix_decision_right_manager_id", "decision_right", ["workspace_id", "manager_id"], unique=False)

    op.create_table(
        "joint_call",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("customer", sa.Text(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role_by_rep", sa.String(length=24), nullable=True),
        sa.Column("role_by_manager", sa.String(length=24), nullable=True),
        sa.Column("signal", sa.Text(), nullable=True),
        sa.Column("introduction", sa.Text(), nullable=True),
        sa.Column("rep_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("manager_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("strike", sa.Integer(), nullable=False),
        sa.Column("played_by_rep", sa.String(length=24), nullable=True),
        sa.Column("played_by_manager", sa.String(length=24), nullable=True),
        sa.Column("signal_used_by_rep", sa.Boolean(), nullable=True),
        sa.Column("signal_used_by_manager", sa.Boolean(), nullable=True),
        sa.Column("signal_where_by_rep", sa.Text(), nullable=True),
        sa.Column("signal_where_by_manager", sa.Text(), nullable=True),
        sa.Column("jumped_in_by_rep", sa.Boolean(), nullable=True),
        sa.Column("jumped_in_by_manager", sa.Boolean(), nullable=True),
        sa.Column("recovery_by_rep", sa.String(length=24), nullable=True),
        sa.Column("recovery_by_manager", sa.String(length=24), nullable=True),
        sa.Column("note_by_rep", sa.Text(), nullable=True),
        sa.Column("note_by_manager", sa.Text(), nullable=True),
        sa.Column("rep_wrote_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("manager_wrote_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_joint_call_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_joint_call_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_call")),
    )
    op.create_index(op.f("ix_joint_call_due_at"), "joint_call", ["due_at"], unique=False)
    op.create_index("ix_joint_call_manager_id", "joint_call", ["workspace_id", "manager_id"], unique=False)
    op.create_index("ix_joint_call_rep_id", "joint_call", ["workspace_id", "rep_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.Date(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("topics", sa.String(length=200), nullable=False),
        sa.Column("agenda_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_meeting_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_meeting_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_due_at"), "meeting", ["due_at"], unique=False)
    op.create_index("ix_meeting_manager_id", "meeting", ["workspace_id", "manager_id"], unique=False)
    op.create_index("ix_meeting_rep_id", "meeting", ["workspace_id", "rep_id"], unique=False)

    op.create_table(
        "observation",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("talk_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_observation_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_observation_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index("ix_observation_rep_id", "observation", ["workspace_id", "rep_id"], unique=False)

    op.create_table(
        "peer_offer",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_peer_offer_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "rep_id", "topic", name=op.f("pk_peer_offer")),
    )
    op.create_table(
        "plan",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("rep_words", sa.Text(), nullable=True),
        sa.Column("manager_words", sa.Text(), nullable=True),
        sa.Column("rep_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("manager_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_plan_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_plan_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index("ix_plan_rep_id", "plan", ["workspace_id", "rep_id"], unique=False)

    op.create_table(
        "practice_ground",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_practice_ground_workspace_id_manager_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_ground")),
    )
    op.create_index("ix_practice_ground_manager_id", "practice_ground", ["workspace_id", "manager_id"], unique=False)

    op.create_table(
        "ramp_item",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_ramp_item_workspace_id_manager_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ramp_item")),
    )
    op.create_index("ix_ramp_item_manager_id", "ramp_item", ["workspace_id", "manager_id"], unique=False)

    op.create_table(
        "regular_news",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("batch_id", sa.String(length=32), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_regular_news_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_regular_news_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regular_news")),
    )
    op.create_index(op.f("ix_regular_news_due_at"), "regular_news", ["due_at"], unique=False)
    op.create_index("ix_regular_news_rep_id", "regular_news", ["workspace_id", "rep_id"], unique=False)

    op.create_table(
        "stage",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("exit_criteria", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_stage_workspace_id_manager_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
    )
    op.create_index("ix_stage_manager_id", "stage", ["workspace_id", "manager_id"], unique=False)

    op.create_table(
        "agenda_point",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_agenda_point_workspace_id_author_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_agenda_point_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_agenda_point_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_point")),
    )
    op.create_index("ix_agenda_point_rep_id", "agenda_point", ["workspace_id", "rep_id"], unique=False)

    op.create_table(
        "debrief",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("deal", sa.Text(), nullable=True),
        sa.Column("happened", sa.Text(), nullable=True),
        sa.Column("again", sa.Text(), nullable=True),
        sa.Column("otherwise", sa.Text(), nullable=True),
        sa.Column("need", sa.Text(), nullable=True),
        sa.Column("manager_note", sa.Text(), nullable=True),
        sa.Column("open_to_team", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_debrief_request_id_request"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_debrief_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_debrief_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debrief")),
    )
    op.create_index("ix_debrief_rep_id", "debrief", ["workspace_id", "rep_id"], unique=False)
    op.create_index(op.f("ix_debrief_request_id"), "debrief", ["request_id"], unique=False)

    op.create_table(
        "process_gap",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_process_gap_request_id_request"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_process_gap_workspace_id_manager_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_gap")),
    )
    op.create_index("ix_process_gap_manager_id", "process_gap", ["workspace_id", "manager_id"], unique=False)
    op.create_index(op.f("ix_process_gap_request_id"), "process_gap", ["request_id"], unique=False)

    op.create_table(
        "promise",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=True),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_promise_plan_id_plan"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_promise_workspace_id_manager_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_promise_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    op.create_index("ix_promise_manager_id", "promise", ["workspace_id", "manager_id"], unique=False)
    op.create_index(op.f("ix_promise_plan_id"), "promise", ["plan_id"], unique=False)

    op.create_table(
        "ramp_tick",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["ramp_item.id"], name=op.f("fk_ramp_tick_item_id_ramp_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rep_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_ramp_tick_workspace_id_rep_id_person"),
        ),
        sa.PrimaryKeyConstraint("item_id", "rep_id", name=op.f("pk_ramp_tick")),
    )
    op.add_column("team", sa.Column("wins_channel", sa.String(length=32), nullable=True))
    with op.batch_alter_table("win") as batch:
        batch.alter_column("lead_id", existing_type=sa.String(length=32), nullable=True)
        batch.add_column(sa.Column("channel", sa.String(length=32), nullable=True))

    op.add_column("person", sa.Column("likes_help", sa.String(length=24), nullable=True))

    op.add_column("request", sa.Column("right_id", sa.String(length=32), nullable=True))
    op.add_column("request", sa.Column("because", sa.String(length=200), nullable=True))
    op.add_column("request", sa.Column("asked_anyway", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("request", sa.Column("tell_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("request", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("request", sa.Column("practice_id", sa.String(length=32), nullable=True))
    op.add_column("request", sa.Column("outcome_seen", sa.String(length=24), nullable=True))
    op.add_column("request", sa.Column("talked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("request", "talked_at")
    op.drop_column("request", "outcome_seen")
    op.drop_column("request", "practice_id")
    op.drop_column("request", "told_at")
    op.drop_column("request", "tell_at")
    op.drop_column("request", "asked_anyway")
    op.drop_column("request", "because")
    op.drop_column("request", "right_id")

    op.drop_column("person", "likes_help")

    op.execute("DELETE FROM win WHERE lead_id IS NULL")
    with op.batch_alter_table("win") as batch:
        batch.drop_column("channel")
        batch.alter_column("lead_id", existing_type=sa.String(length=32), nullable=False)
    op.drop_column("team", "wins_channel")

    op.drop_table("ramp_tick")
    op.drop_index(op.f("ix_promise_plan_id"), table_name="promise")
    op.drop_index("ix_promise_manager_id", table_name="promise")

    op.drop_table("promise")
    op.drop_index(op.f("ix_process_gap_request_id"), table_name="process_gap")
    op.drop_index("ix_process_gap_manager_id", table_name="process_gap")

    op.drop_table("process_gap")
    op.drop_index(op.f("ix_debrief_request_id"), table_name="debrief")
    op.drop_index("ix_debrief_rep_id", table_name="debrief")

    op.drop_table("debrief")
    op.drop_index("ix_agenda_point_rep_id", table_name="agenda_point")

    op.drop_table("agenda_point")
    op.drop_index("ix_stage_manager_id", table_name="stage")

    op.drop_table("stage")
    op.drop_index("ix_regular_news_rep_id", table_name="regular_news")
    op.drop_index(op.f("ix_regular_news_due_at"), table_name="regular_news")

    op.drop_table("regular_news")
    op.drop_index("ix_ramp_item_manager_id", table_name="ramp_item")

    op.drop_table("ramp_item")
    op.drop_index("ix_practice_ground_manager_id", table_name="practice_ground")

    op.drop_table("practice_ground")
    op.drop_index("ix_plan_rep_id", table_name="plan")

    op.drop_table("plan")
    op.drop_table("peer_offer")
    op.drop_index("ix_observation_rep_id", table_name="observation")

    op.drop_table("observation")
    op.drop_index("ix_meeting_rep_id", table_name="meeting")
    op.drop_index("ix_meeting_manager_id", table_name="meeting")
    op.drop_index(op.f("ix_meeting_due_at"), table_name="meeting")

    op.drop_table("meeting")
    op.drop_index("ix_joint_call_rep_id", table_name="joint_call")
    op.drop_index("ix_joint_call_manager_id", table_name="joint_call")
    op.drop_index(op.f("ix_joint_call_due_at"), table_name="joint_call")

    op.drop_table("joint_call")
    op.drop_index("ix_decision_right_manager_id", table_name="decision_right")

    op.drop_table("decision_right")
    op.drop_table("cadence")
