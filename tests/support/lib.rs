//! Stand-in servers and builders for behaviour tests.
