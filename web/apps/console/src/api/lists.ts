// The rows of docs/api.md over tags, saved views and many conversations at once.
import type {
  BulkRequest,
  BulkResults,
  SavedView,
  SavedViewChange,
  SavedViewRequest,
  SavedViews,
  TagChange,
  TagRequest,
  TagUse,
  TagView,
} from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const path = (kind: string, id: string): string => `/${kind}/${encodeURIComponent(id)}`;

export const addTag = (body: TagRequest) => request<TagView>("POST", "/tags", body);
export const changeTag = (id: string, change: TagChange) => request<TagView>("PATCH", path("tags", id), change);
export const removeTag = (id: string) => request<void>("DELETE", path("tags", id));
export const tagUse = (id: string) => request<TagUse>("GET", `${path("tags", id)}/use`);

export const savedViews = () => request<SavedViews>("GET", "/views");
export const addView = (body: SavedViewRequest) => request<SavedView>("POST", "/views", body);
export const changeView = (id: string, change: SavedViewChange) =>
  request<SavedView>("PATCH", path("views", id), change);
export const removeView = (id: string) => request<void>("DELETE", path("views", id));

export const changeMany = (body: BulkRequest) => request<BulkResults>("POST", "/conversations/bulk", body);
