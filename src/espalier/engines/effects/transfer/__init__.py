"""Transfer of learning to the job: who applies it, who says so, whether it lasts, what hinders."""
