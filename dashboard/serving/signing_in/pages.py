"""What the pages say and ask on which people sign in, sign out and change a password."""

from __future__ import annotations

from html import escape
from typing import Literal
from urllib.parse import urlencode

from starlette.responses import Response

from dashboard.identity.demo import LOGINS, told_apart
from dashboard.identity.passwords import SHORTEST
from dashboard.serving.plain_page import plain_page
from dashboard.serving.signing_in.destinations import HOME
from dashboard.serving.signing_in.forms import alert, hidden, language_switch
from dashboard.sharing import LANGUAGE
from dashboard.text import Text

# Why somebody comes to the page where one signs in.
Said = Literal["", "wrong", "out", "failed", "closed"]


def local_page(text: Text, wanted: str, said: Said = "", login: str = "") -> Response:
    """Ask for login and password."""
    is_wrong = said == "wrong"
    mark = ' aria-describedby="said"' if is_wrong else ""
    form = (
        f'<form method="post" action="/sign-in?{LANGUAGE}={text.language}">'
        f"{hidden('next', wanted)}"
        f"<label>{escape(text('sign_in.login'))}"
        f'<input name="login" value="{escape(login)}" autocomplete="username" required '
        f'maxlength="128" autocapitalize="none" spellcheck="false"{mark}'
        f"{'' if login else ' autofocus'}></label>"
        f"<label>{escape(text('sign_in.password'))}"
        '<input name="password" type="password" autocomplete="current-password" required '
        f'maxlength="256"{mark}{" autofocus" if login else ""}></label>'
        f'<button type="submit">{escape(text("sign_in.enter"))}</button></form>'
        f'<p class="remark">{escape(text("sign_in.forgotten"))}</p>'
    )
    return _sign_in_page(text, wanted, said, form, 401 if is_wrong else 200)


def provider_page(text: Text, wanted: str, said: Said = "") -> Response:
    """Lead to the provider that knows who it is."""
    href = escape(f"/sign-in/provider?{urlencode({'next': wanted})}")
    body = (
        f"<p>{escape(text('sign_in.provider_note'))}</p>"
        f'<p><a class="button" href="{href}">{escape(text("sign_in.provider"))}</a></p>'
    )
    return _sign_in_page(text, wanted, said, body)


def proxy_page(text: Text, wanted: str, said: Said = "") -> Response:
    """Say that the proxy in front has not said who it is."""
    body = (
        f"<p>{escape(text('sign_in.proxy_note'))}</p>"
        f'<p><a class="button" href="{escape(wanted)}">{escape(text("sign_in.again"))}</a></p>'
    )
    return _sign_in_page(text, wanted, said, body)


def demo_page(text: Text, wanted: str, said: Said = "") -> Response:
    """Offer the people of the demo."""
    buttons = "".join(
        f'<li><button name="login" value="{login}">'
        f"{escape(text(f'role.{role}') + told_apart(login))}</button> "
        f"<span>{escape(text(f'sign_in.demo.{role}'))}</span></li>"
        for login, role in LOGINS.items()
    )
    body = (
        f"<p>{escape(text('sign_in.demo_note'))}</p>"
        f'<form class="choices" method="post" action="/sign-in/demo">'
        f"{hidden('next', wanted)}<ul>{buttons}</ul></form>"
    )
    return _sign_in_page(text, wanted, said, body)


def sign_out_page(text: Text) -> Response:
    """Ask whether to sign out: a link alone must not do it."""
    body = (
        f"<p>{escape(text('sign_in.out_note'))}</p>"
        f'<form method="post" action="/sign-out?{LANGUAGE}={text.language}">'
        f'<button type="submit">{escape(text("sign_in.out"))}</button></form>'
        f'<p><a href="/">{escape(text("sign_in.stay"))}</a></p>'
    )
    return plain_page(text, text("sign_in.out"), body)


def signed_out_page(text: Text, onward: str | None) -> Response:
    """Say that the session is over, and go on to where the other one ends.

    Args:
        onward: address of the provider's or proxy's own sign-out. A form's answer must not
            lead to another site, so the page leads there by itself.
    """
    if onward is None:
        said = text("sign_in.out_of_proxy")
        return plain_page(text, text("sign_in.is_out"), f"<p>{escape(said)}</p>")
    said, further = text("sign_in.out_onward"), text("sign_in.onward")
    body = f'<p>{escape(said)}</p><p><a href="{escape(onward)}">{escape(further)}</a></p>'
    headers = {"refresh": f"0; url={onward}"}
    return plain_page(text, text("sign_in.is_out"), body, headers=headers)


def password_page(
    text: Text, login: str, wanted: str, *, is_first: bool, problem: str = ""
) -> Response:
    """Ask for another password.

    Args:
        is_first: whether it must be changed before anything else.
        problem: key below `sign_in.problem` of why the last try was refused.
    """
    sentence = text(f"sign_in.problem.{problem}", shortest=SHORTEST) if problem else ""
    mark = ' aria-describedby="said rule"' if problem else ' aria-describedby="rule"'
    note = f"<p>{escape(text('sign_in.first_note'))}</p>" if is_first else ""
    rule = escape(text("sign_in.rule", shortest=SHORTEST))
    fields = "".join(
        f"<label>{escape(text(f'sign_in.field.{name}'))}"
        f'<input name="{name}" type="password" autocomplete="{kind}-password" required '
        f'maxlength="256"{"" if name == "current" else mark}></label>'
        for name, kind in (("current", "current"), ("new", "new"), ("repeated", "new"))
    )
    body = (
        f"{alert(sentence)}{note}"
        f'<form method="post" action="/password?{LANGUAGE}={text.language}">'
        f"{hidden('next', wanted)}"
        # A manager of passwords has to know whose it is.
        f'<input name="login" value="{escape(login)}" autocomplete="username" readonly hidden>'
        f'{fields}<small id="rule">{rule}</small>'
        f'<button type="submit">{escape(text("sign_in.change"))}</button></form>'
        f"{language_switch(text, '/password', urlencode({'next': wanted}))}"
    )
    return plain_page(text, text("sign_in.change"), body, status=422 if problem else 200)


def foreign_password_page(text: Text) -> Response:
    """Say that passwords are not kept here."""
    body = (
        f"<p>{escape(text('sign_in.kept_elsewhere'))}</p>"
        f'<p><a href="{HOME}">{escape(text("sign_in.stay"))}</a></p>'
    )
    return plain_page(text, text("sign_in.change"), body, status=404)


def _sign_in_page(
    text: Text, wanted: str, said: Said, body: str, status: int = 200
) -> Response:
    sentence = text(f"sign_in.said.{said}") if said else ""
    word = f'<p role="status">{escape(sentence)}</p>' if said == "out" else alert(sentence)
    switch = language_switch(text, "/sign-in", urlencode({"next": wanted}))
    return plain_page(text, text("sign_in.title"), f"{word}{body}{switch}", status=status)
