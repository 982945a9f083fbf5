"""A study of which everything is known: texts made of word lists, with planted topics, frames, speakers, copies, events."""
