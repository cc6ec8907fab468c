"""The first look: three short steps in App Home for whoever is new, until they have been read. Sends nothing."""
