"""What people do with what was scored: bringing a month to the public, looking, sealing."""
