"""Questions asked of data and records: arrays in, arrays out."""
