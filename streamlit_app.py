"""Two Cards: the app. Start it with `streamlit run streamlit_app.py`.

Read in two ways. The server imports this file and finds `app`, which adds our files and
headers around Streamlit; every run of a page executes it as the main script.
"""

import streamlit as st

if __name__ == "__main__":
    from dashboard.pages import (
        compare,
        flags,
        health,
        method,
        overview,
        petitions,
        scheme,
        tasks,
        team,
        teams,
        uploads,
    )
    from dashboard.pages.shell import PageEntry, serve

    # The menu, in its order; a page is one line.
    serve(
        [
            PageEntry("overview", overview),
            PageEntry("teams", teams),
            PageEntry("team", team, is_listed=False),
            PageEntry("compare", compare),
            PageEntry("flags", flags),
            PageEntry("tasks", tasks),
            PageEntry("petitions", petitions),
            PageEntry("uploads", uploads),
            PageEntry("scheme", scheme),
            PageEntry("method", method),
            PageEntry("health", health),
        ]
    )
else:
    from dashboard.pages.serving import MIDDLEWARE, ROUTES, lifespan

    app = st.App(__file__, routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan)
