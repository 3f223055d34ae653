CREATE TABLE brands (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE categories (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE products (
    sku text PRIMARY KEY,
    name text NOT NULL,
    description text NOT NULL,
    price_cents bigint NOT NULL,
    brand_id integer NOT NULL,
    category_id integer NOT NULL,
    featured boolean NOT NULL);
CREATE TABLE reviews (
    id integer PRIMARY KEY,
    sku text NOT NULL,
    author text NOT NULL,
    stars smallint NOT NULL,
    body text NOT NULL);
CREATE TABLE sessions (
    id text PRIMARY KEY,
    user_name text NOT NULL,
    token text NOT NULL,
    begun timestamptz NOT NULL DEFAULT now());
CREATE TABLE carts (
    id bigserial PRIMARY KEY,
    user_name text NOT NULL,
    ordered boolean NOT NULL DEFAULT false);
CREATE TABLE cart_lines (
    id bigserial PRIMARY KEY,
    cart_id bigint NOT NULL,
    sku text NOT NULL);
CREATE TABLE orders (
    id bigserial PRIMARY KEY,
    reference text NOT NULL,
    user_name text NOT NULL,
    cart_id bigint NOT NULL,
    amount_cents bigint NOT NULL,
    charge_id bigint,
    placed timestamptz NOT NULL DEFAULT now());
CREATE TABLE idempotency_keys (key text PRIMARY KEY, order_id bigint);
