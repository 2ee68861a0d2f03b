"""Run in Label Studio's environment: make its tables, people with tokens, and a project with tasks; print how to get in.

The question (standard input) is `{"people": n, "tasks": n, "overlap": n, "texts": [...]}`. Django's settings come from the
environment. People and tasks are made with its own models; what is measured afterwards goes over its HTTP API.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

CONFIG = """<View>
  <Text name="text" value="$text"/>
  <Choices name="intent" toName="text" choice="single" required="true">
    <Choice value="request"/><Choice value="problem"/><Choice value="complaint"/>
  </Choices>
  <Choices name="polite" toName="text" choice="single" required="true">
    <Choice value="1"/><Choice value="2"/><Choice value="3"/>
  </Choices>
</View>"""


def main() -> None:
    """Answer the question with `{"project": id, "tokens": [...]}`."""
    question = json.load(sys.stdin)
    said, sys.stdout = sys.stdout, sys.stderr
    server = import_module("label_studio.server")
    server._setup_env()
    server._apply_database_migrations()
    organizations, projects, tasks, users = (
        import_module(f"{name}.models") for name in ("organizations", "projects", "tasks", "users")
    )
    people = [
        users.User.objects.create_user(email=f"p{n}@example.org", password=None)
        for n in range(question["people"])
    ]
    organization = organizations.Organization.create_organization(
        created_by=people[0], title="Bench", legacy_api_tokens_enabled=True
    )
    for person in people:
        if person is not people[0]:
            organization.add_user(person)
        person.active_organization = organization
        person.save(update_fields=["active_organization"])
    project = projects.Project.objects.create(
        title="Calls",
        created_by=people[0],
        organization=organization,
        label_config=CONFIG,
        maximum_annotations=question["overlap"],
    )
    text = "\n".join(question["texts"])
    tasks.Task.objects.bulk_create(
        (
            tasks.Task(
                project=project,
                data={"text": f"{number}\n{text}"},
                overlap=question["overlap"],
                inner_id=number + 1,
            )
            for number in range(question["tasks"])
        ),
        batch_size=500,
    )
    tokens = [person.auth_token.key for person in people]
    print(json.dumps({"project": project.id, "tokens": tokens}), file=said)


main()
