"""The page on which passwords of the admin are typed runs no inline script."""

import pytest


def test_the_sign_in_page_of_the_admin_allows_no_inline_script_and_the_editor_behind_it_does(
    client, signed_in, cast, roles
):
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self';" in f"{policy};"
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" in signed_in(cast.editor).get("/admin/")["Content-Security-Policy"]


@pytest.mark.browser
def test_the_sign_in_page_works_under_its_policy(transactional_db, live_server, page, person, roles):
    refused = []
    page.on(
        "console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else 0
    )
    person("rini", "editor")
    page.goto(f"{live_server.url}/admin/login/?next=/admin/account/")
    page.locator("input[name=username]").fill("rini")
    page.locator("input[name=password]").fill("wrong-wrong-wrong")
    page.locator("button[type=submit]").click()
    page.locator("li.error").wait_for()
    assert page.locator(".icon use, .login-logo svg").count() > 0
    assert refused == []
