DROP TRIGGER orders_touch;
