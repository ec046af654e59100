"""Two Cards: the app. Start it with `streamlit run streamlit_app.py`.

Read in two ways. The server imports this file and finds `app`, which adds our files and
headers around Streamlit; every run of a page executes it as the main script.
"""

import streamlit as st

if __name__ == "__main__":
    from dashboard.pages.frame.shell import serve
    from dashboard.pages.menu import MENU

    serve(MENU)
else:
    from dashboard.pages.frame.failures import on_script_error
    from dashboard.pages.warming import warm_up
    from dashboard.serving.head import lifespan
    from dashboard.serving.middleware import EXCEPTION_HANDLERS, MIDDLEWARE
    from dashboard.serving.routes import ROUTES
    from dashboard.serving.signing_in.streamlit_login import auth_secrets
    from dashboard.serving.starting import check_start
    from dashboard.settings import Settings

    check_start(st.get_option("server.address"))
    app = st.App(
        __file__,
        secrets=auth_secrets(Settings()),
        routes=ROUTES,
        middleware=MIDDLEWARE,
        lifespan=lifespan(warm_up),
        on_script_error=on_script_error,
        exception_handlers=EXCEPTION_HANDLERS,
    )
