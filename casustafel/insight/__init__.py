"""What the partnership learns in numbers: counts of steps of the work, never rows about persons. Changes nothing."""
