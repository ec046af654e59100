"""What somebody may do, asked of the register of teams as the evidence has it now."""
