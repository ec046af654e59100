"""One team: its score, why it is what it is, and the way down to the row of the file."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.standing import standing_chart
from dashboard.charts.team_rate import team_rate_chart
from dashboard.charts.trend import trend_chart
from dashboard.charts.waterfall import waterfall_chart
from dashboard.pages.team import cards, head, rate, trend, waterfall, why
from dashboard.pages.team import readers as looks
from dashboard.pages.team.explained.item import item_view
from dashboard.pages.team.explained.judgement import judgement_view
from dashboard.pages.team.explained.part import part_view
from dashboard.pages.team.explained.score import score_view
from dashboard.pages.visit import Visit
from dashboard.pages.words.labelled import unfold
from dashboard.pages.words.place_words import JUDGEMENT
from dashboard.reads.explained_part import place_of


def show(visit: Visit) -> None:
    """Show the team that is open, or one level of the explanation of its score."""
    st.html(head.months(visit))
    found = head.opened(visit)
    if found is None:
        st.info(visit.text("team.unknown"), title=visit.text("team.unknown_title"))
        return
    looks.note(visit)
    if visit.filters.item is not None:
        st.html(visit.keep(_explained))
        return
    st.html(visit.keep(head.headline))
    if not found.now["is_scored"]:
        _readers(visit)
        return
    _judged(visit)
    st.html(visit.keep(trend.title))
    visit.draw(trend_chart, visit.keep(trend.frame), alt=visit.text("team.trend_alt"))
    st.html(visit.keep(trend.below))
    unfold(visit, "team-trend-numbers", trend.numbers_label(visit), trend.numbers_table)
    _rate(visit)
    st.html(visit.keep(waterfall.title))
    bars = visit.keep(waterfall.frame)
    if bars.height:
        picture, beside = st.columns((3, 2), gap="medium")
        with picture:
            visit.draw(waterfall_chart, bars, alt=visit.text("team.waterfall_alt"))
        beside.html(visit.keep(waterfall.numbers_table))
    st.html(visit.keep(cards.all_cards))
    _readers(visit)


def _readers(visit: Visit) -> None:
    # What people did is asked anew in each run: a version does not hold it.
    if seen := looks.readers(visit):
        st.html(seen)


def _rate(visit: Visit) -> None:
    if not rate.is_there(visit):
        return
    st.html(visit.keep(rate.title))
    rate.ask(visit)
    if rate.chosen(visit):
        months = visit.keep(rate.frame)
        visit.draw(team_rate_chart, months, alt=visit.text("limits.rate_alt"))
        st.html(visit.keep(rate.below))
        unfold(visit, "team-rate-numbers", rate.numbers_label(visit), rate.numbers_table)


def _judged(visit: Visit) -> None:
    rows = visit.keep(why.level_frame)
    if rows.height:
        st.html(visit.keep(why.level_title))
        picture, beside = st.columns((3, 2), gap="medium")
        with picture:
            visit.draw(standing_chart, rows, alt=visit.text("why.chart_alt"))
        beside.html(visit.keep(why.level_table))
    if rest := visit.keep(why.sections):
        st.html(rest)


def _explained(visit: Visit) -> str:
    place = place_of(visit.filters.item or "")
    if place.part == head.WHOLE_SCORE:
        return score_view(visit)
    if place.part == JUDGEMENT:
        return judgement_view(visit)
    return part_view(visit) if place.item_key is None else item_view(visit)
