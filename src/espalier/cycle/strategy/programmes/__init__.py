"""P2.2.2, P2.2.3 Programmes: target groups, design options, objectives, activities, assessments, transfer."""
