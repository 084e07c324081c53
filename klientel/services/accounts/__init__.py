"""People of the own company: who they are, how they sign in, and the making of actors."""
