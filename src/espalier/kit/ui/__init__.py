"""What every page is put together from: lists, drafts, differences, figures, states."""
