import createClient from "openapi-fetch";
import type { paths } from "./stateset.js";

declare const process: { argv: string[] };

const api = createClient<paths>({
  baseUrl: process.argv[2] + "/v1",
  headers: { Authorization: "Bearer sk_test_demo" },
});

// The mock server funds this wallet.
const wallet = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu";

const created = await api.POST("/orders", {
  body: { customer_id: "cust_test_123", items: [{ name: "Mug", quantity: 2, price: { value: "12.50" } }] },
});
if (created.error) throw new Error(created.error.error.message);
const order = created.data;

const paid = await api.POST("/order/pay", {
  body: {
    order_id: order.id,
    payment_method: { type: "ssusd", wallet_address: wallet, amount: { value: "25.00" } },
  },
});
if (paid.error) throw new Error(paid.error.error.message);
const payment = paid.data.payment;
if (!payment) throw new Error("no payment");

const refunded = await api.POST("/payments/{id}/refund", {
  params: { path: { id: payment.payment_id } },
  body: { amount: 12.5, reason: "requested_by_customer" },
});
if (refunded.error) throw new Error(refunded.error.error.message);

const missing = await api.GET("/orders/{id}", { params: { path: { id: "ord_none" } } });
console.log(paid.data.order?.payment_status, refunded.data.status, refunded.data.payment?.amount_refunded, missing.error?.error.code);
