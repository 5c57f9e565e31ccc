UPDATE events SET kind = 'other' WHERE at = '2025-04-05';
