"""What people type about customers and contacts. Forms collect and name; the actions check."""
