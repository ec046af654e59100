"""From the bytes of an upload to stored rows, or to every reason why not.

    bytes ─▶ encodings ─▶ formats ─▶ headers ─▶ values ─▶ row_rules ─▶ receiving ─▶ archive
             text         table      layout     (days,    (teams)      receipt      records
                                                numbers)

`receiving.receive` is the only door. `checking` leads a table through the middle; nothing
before `receiving` touches a store, and nothing here knows that scores exist.
"""
