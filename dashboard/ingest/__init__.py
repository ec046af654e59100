"""From the bytes of an upload to stored rows, or to every reason why not.

    bytes ─▶ reading ─▶ checking ──────────────────▶ receiving ─▶ archive
             Table      headers, values, row rules   Receipt      records

`receiving.receive` is the only door. `checking.checks` leads a table through the middle;
nothing before `receiving` touches a store, and nothing here knows that scores exist.
"""
