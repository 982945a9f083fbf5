"""A study of which everything is known: made texts with planted topics, frames, speakers, copies and events."""
