"""Uploads between being sent and being stored.

They are checked in a process of their own and kept on disk until confirmed or left.

    page ─▶ queue ─▶ worker (a process) ─▶ draft on disk ─▶ confirming ─▶ ingest.receiving
            waits    reads, checks, tries   answer, rows

A draft survives a reload and a restart of the app. Nothing in it counts as evidence.
"""
