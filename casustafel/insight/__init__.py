"""What the partnership learns in numbers: counts of steps, never rows about persons. Changes nothing."""
