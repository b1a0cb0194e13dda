UPDATE service_tracks SET brought_by = brought_by & :stays WHERE provider = :provider
