"""Selection for companies of more than some hundred people: column generation on people's yearly sets."""
