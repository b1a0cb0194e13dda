UPDATE tracks SET words_hash = -1
