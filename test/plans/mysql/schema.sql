CREATE TABLE digit (d int PRIMARY KEY);
INSERT INTO digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9);
CREATE TABLE customer (
  id int PRIMARY KEY,
  email varchar(120) NOT NULL,
  phone varchar(20) NOT NULL,
  country char(2) NOT NULL,
  status varchar(12) NOT NULL,
  tier tinyint NOT NULL,
  created_at datetime NOT NULL,
  note text,
  KEY by_email (email),
  KEY by_phone (phone),
  KEY by_country_status (country, status),
  KEY by_status (status),
  KEY by_tier (tier)
);
CREATE TABLE product (
  id int PRIMARY KEY,
  sku varchar(20) NOT NULL,
  category int NOT NULL,
  price decimal(10, 2) NOT NULL,
  name varchar(80) NOT NULL,
  KEY by_category (category)
);
CREATE TABLE purchase (
  id int PRIMARY KEY,
  customer_id int NOT NULL,
  status varchar(12) NOT NULL,
  amount decimal(10, 2) NOT NULL,
  placed_at datetime NOT NULL,
  channel tinyint NOT NULL,
  KEY by_customer (customer_id),
  KEY by_status (status),
  KEY by_placed_at (placed_at),
  KEY by_channel (channel)
);
CREATE TABLE item (
  purchase_id int NOT NULL,
  line int NOT NULL,
  product_id int NOT NULL,
  quantity int NOT NULL,
  PRIMARY KEY (purchase_id, line),
  KEY by_product (product_id)
);
CREATE TABLE legacy_contact (
  id int PRIMARY KEY,
  email varchar(120) CHARACTER SET latin1 NOT NULL,
  KEY by_email (email)
);
CREATE TABLE visit (
  id int PRIMARY KEY,
  customer_id int NOT NULL,
  page varchar(40) NOT NULL,
  seconds int NOT NULL
);
CREATE TABLE archive (
  id int PRIMARY KEY,
  place int NOT NULL,
  body varchar(4000) NOT NULL,
  KEY by_place (place)
);
INSERT INTO customer SELECT n, CONCAT('c', n, '@example.test'), LPAD(n * 7919 % 1000000, 10, '0'), ELT(1 + n % 5, 'DE', 'FR', 'US', 'AT', 'CH'), ELT(1 + (n % 50 > 44) + (n % 50 > 48), 'active', 'paused', 'closed'), n % 4,
  '2020-01-01' + INTERVAL n HOUR, REPEAT('note ', n % 7) FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n FROM digit a, digit b, digit c, digit e, digit f WHERE f.d < 2) AS numbers WHERE n > 0;
INSERT INTO product SELECT n, CONCAT('SKU', n), n % 40, n % 500 + 0.5, CONCAT('Product ', n) FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n FROM digit a, digit b, digit c, digit e WHERE e.d < 2) AS numbers WHERE n > 0;
INSERT INTO purchase SELECT n, 1 + n * 7919 % 19999, ELT(1 + (n % 100 > 79) + (n % 100 > 97), 'done', 'open', 'disputed'), n % 900 + 0.25, '2021-01-01' + INTERVAL n * 10 MINUTE, n % 5
  FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d AS n FROM digit a, digit b, digit c, digit e, digit f, digit g WHERE g.d < 2) AS numbers WHERE n BETWEEN 1 AND 120000;
INSERT INTO item SELECT p.id, l.d, 1 + (p.id * 31 + l.d * 17) % 1999, 1 + (p.id + l.d) % 4 FROM purchase p JOIN digit l ON l.d BETWEEN 1 AND 2;
INSERT INTO legacy_contact SELECT id, email FROM customer WHERE id <= 5000;
INSERT INTO visit SELECT id, 1 + id % 19999, CONCAT('/page/', id % 300), id % 240 FROM purchase WHERE id <= 60000;
INSERT INTO archive SELECT id, id * 7919 % 20011, REPEAT(CHAR(97 + id % 26), 3900) FROM customer;
ANALYZE TABLE archive, customer, product, purchase, item, legacy_contact, visit;
