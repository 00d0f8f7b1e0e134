"""What central keeps: tables, migrations and queries. Every query takes the connection of its transaction."""
