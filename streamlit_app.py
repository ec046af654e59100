"""Two Cards: the app. Start it with `streamlit run streamlit_app.py`.

Read in two ways. The server imports this file and finds `app`, which adds our files and
headers around Streamlit; every run of a page executes it as the main script.
"""

import streamlit as st

if __name__ == "__main__":
    from dashboard.pages.menu import MENU
    from dashboard.pages.shell import serve

    serve(MENU)
else:
    from dashboard.serving.head import MIDDLEWARE, lifespan
    from dashboard.serving.routes import ROUTES

    app = st.App(__file__, routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan)
