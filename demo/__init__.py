"""A folder of pictures to try snapsort on. It imports nothing of snapsort and needs no network."""
