"""Who may call what about accounts; `person` is anybody signed in, `operator` who runs the installation."""

OPEN = {
    "POST /api/session": "anyone",
    "POST /api/session/join": "anyone",
    "GET /api/session": "person",
    "DELETE /api/session": "person",
    "GET /api/me": "person",
    "PATCH /api/me": "person",
    "POST /api/me/password": "person",
    "GET /api/tokens": "person",
    "POST /api/tokens": "person",
    "DELETE /api/tokens/{token_id}": "person",
    "GET /api/users": "operator",
    "POST /api/users": "operator",
    "PATCH /api/users/{user_id}": "operator",
    "POST /api/users/{user_id}/link": "operator",
}
