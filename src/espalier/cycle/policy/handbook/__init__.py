"""O1.1.1 The training policy handbook: clauses by chapter, who does what, and the document made of them."""
