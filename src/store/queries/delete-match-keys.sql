DELETE FROM match_keys
