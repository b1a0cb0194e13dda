UPDATE tracks SET words_hash = -1 WHERE id > :after AND id <= :last
