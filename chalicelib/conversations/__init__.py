"""What is said: storing it once and in order, and every change of a conversation.

service.py names all that others use; receiving.py and posting.py are the two ways in.
"""
