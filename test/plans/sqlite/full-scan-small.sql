SELECT * FROM settings WHERE value = 'on';
