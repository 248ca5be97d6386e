//! Street, community, grid, building: where things are, with their boundaries and population over time.
