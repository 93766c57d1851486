"""One way for the many small records of this stage: the sheet that imports them is the form that edits them."""
