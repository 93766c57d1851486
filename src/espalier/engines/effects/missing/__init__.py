"""Who fell out at which stage, who the leavers are, and what the result would be had they stayed."""
