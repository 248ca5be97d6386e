//! Layout, components, icons, charts and maps as functions that return markup.
